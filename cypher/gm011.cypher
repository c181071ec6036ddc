// GM011: a live service depends on a retired or planned one. Retiring is live, and so is what does not say.
//
// Like: graphmodel gaps --rule GM011

MATCH (c:Service)-[:DEPENDS_ON]->(p:Service)
WHERE p.lifecycle IN ['retired', 'planned'] AND NOT coalesce(c.lifecycle, '') IN ['retired', 'planned']
  AND NOT coalesce(c.placeholder, false)
WITH DISTINCT c, p
RETURN 'GM011' AS code, 'error' AS severity, p.id AS subject,
       CASE WHEN coalesce(p.name, p.id) = p.id THEN p.id ELSE p.name + ' (' + p.id + ')' END
         + ' is ' + p.lifecycle + ', and '
         + CASE WHEN coalesce(c.name, c.id) = c.id THEN c.id ELSE c.name + ' (' + c.id + ')' END
         + coalesce(', which is ' + c.lifecycle + ',', '') + ' depends on it' AS message,
       p.name AS name
ORDER BY subject, c.id
