// What has ended by a day, or has not started, and who depends on it all the same.
//
// Like: graphmodel impact --at 2027-01-01
// :param day => '2027-01-01'
//
// A service is there from the day starts on, until the day before ends. What becomes of all others is a least fixed
// point, which Cypher cannot express: ask graphmodel.

MATCH (s:Service)
WHERE s.starts > date($day) OR s.ends <= date($day)
OPTIONAL MATCH (c:Service)-[:DEPENDS_ON]->(s)
WHERE coalesce(c.starts <= date($day), true) AND coalesce(c.ends > date($day), true)
WITH s, c ORDER BY c.id
RETURN s.id AS id, s.name AS name, s.starts AS starts, s.ends AS ends, collect(DISTINCT c.id) AS needed_by
ORDER BY id
