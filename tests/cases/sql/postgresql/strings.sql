-- Every way to write a string or a name, with semicolons inside.
SELECT 'a;b', 'it''s; so', E'a\';b', e'\\', E'x\\';
SELECT 'one; '
  'string; still', E'first\';'
  'second\';'
  'third\';';
SELECT b'0101;', x'3B', N'n;', U&'d\0061;t', U&"d\0061;t" FROM (SELECT 1 AS U&"d\0061;t") s;
SELECT U&'d!0061;t' UESCAPE '!';
SELECT $$a;b$$, $a$;$$;$b$;$a$, $_1$;'$_1$;
SELECT 1 AS a$b, 2 AS "c;""d", 3 AS "e$$f;";
SELECT a$$b$$ FROM (SELECT 1 AS a$$b$$) s;
SELECT 'standard \';
SELECT '' ; SELECT '''' ; SELECT E'''' ;
