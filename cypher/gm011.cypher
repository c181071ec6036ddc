// GM011: a live service depends on a retired or planned one. Retiring is live, and so is what does not say.
//
// Like: graphmodel gaps --rule GM011

MATCH (c:Service)-[:DEPENDS_ON]->(p:Service)
WHERE p.lifecycle IN ['retired', 'planned'] AND NOT coalesce(c.lifecycle, '') IN ['retired', 'planned']
WITH DISTINCT c, p
RETURN 'GM011' AS code, 'error' AS severity, p.id AS subject,
       p.id + ' is ' + p.lifecycle + ', and ' + c.id + ', which is live, depends on it' AS message,
       p.name AS name
ORDER BY subject, c.id
