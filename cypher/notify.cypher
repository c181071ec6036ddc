// Whom to call when services fail: all that hold a responsibility for what may be affected.
//
// Like: graphmodel impact sign-in --notify
// :param services => ['sign-in']
//
// Alternatives (groups) are not taken into account, which takes a least fixed point: what they save is called for, too.
// Each service is looked up by itself: with WHERE f.id IN $services, Neo4j 5.26 leaves out the DISTINCT.

UNWIND $services AS id
MATCH (f:Service {id: id})
CALL (f) {
  MATCH (f)<-[:DEPENDS_ON*0..]-(s:Service)
  RETURN DISTINCT s
}
WITH DISTINCT s
MATCH (r:Role)-[h:RESPONSIBLE_FOR]->(s)
RETURN r.id AS role, r.name AS name, r.holder AS holder, r.contact AS contact,
       s.id AS service, s.name AS service_name, h.responsibility AS responsibility, h.duty AS duty
ORDER BY role, service, CASE h.responsibility WHEN 'R' THEN 1 WHEN 'A' THEN 2 WHEN 'C' THEN 3 ELSE 4 END
