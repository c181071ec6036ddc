// What is affected when services fail together: how far away it is, and how bad it is at least.
//
// Like: graphmodel impact sign-in
// :param services => ['sign-in']
//
// Whatever depends on a failed service is affected, unless alternatives save it. A chain of hard dependencies takes it
// down, one with a soft dependency degrades it. Where alternatives (a group) stand in every way, at_least is null: what
// then becomes of it is a least fixed point, which Cypher cannot express: ask graphmodel. Where a group stands in some
// way, it may be worse than at_least. Where none does, at_least is the state.

UNWIND $services AS id
MATCH (f:Service {id: id})
CALL (f) {
  MATCH path = (f)<-[:DEPENDS_ON*0..]-(s:Service)
  RETURN s, min(length(path)) AS distance, 0 AS bad
UNION ALL
  MATCH (f)<-[ds:DEPENDS_ON*0..]-(s:Service)
  WHERE all(d IN ds WHERE d.group IS NULL)
  WITH DISTINCT s
  RETURN s, null AS distance, 1 AS bad
UNION ALL
  MATCH (f)<-[ds:DEPENDS_ON*0..]-(s:Service)
  WHERE all(d IN ds WHERE d.group IS NULL AND d.strength = 'hard')
  WITH DISTINCT s
  RETURN s, null AS distance, 2 AS bad
}
WITH s, min(distance) AS distance, max(bad) AS bad
RETURN s.id AS id, s.kind AS kind, [null, 'degraded', 'down'][bad] AS at_least, distance, s.name AS name
ORDER BY kind, bad DESC, coalesce(s.criticality, 9), distance, id
