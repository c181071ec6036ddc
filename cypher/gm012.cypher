// GM012: a service is named by others and defined by nobody.
//
// Like: graphmodel gaps --rule GM012

MATCH (s:Service)
WHERE s.placeholder
RETURN 'GM012' AS code, 'warning' AS severity, s.id AS subject,
       s.id + ' is named, but defined by nobody' AS message, s.name AS name
ORDER BY subject
