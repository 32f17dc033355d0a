-- Everything that is in the archive is in the shop too, so nothing is lost.
DROP TABLE deliveries;
