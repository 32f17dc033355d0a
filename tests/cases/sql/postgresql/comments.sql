/* one; /* nested; */ still; */ SELECT 1 /* ; */ + 2; -- ; 
-- SELECT 3;
SELECT 4 -- ; /* not a comment
;
SELECT '/* no; comment */', '-- no; comment';
SELECT 5 */* ; */ 6;
SELECT 7 --; 8
- 1;
SELECT 1 <@ 2, a->>'b;' , a #> '{;}' , -1 , a||b , @ -5 FROM t;
/**/;;/* */;
SELECT 9/*
;
*/
;
/* the last one has no semicolon */ SELECT 10 -- end;
