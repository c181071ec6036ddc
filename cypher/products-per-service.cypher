// How many products each service underpins, the most first: the services that most rests on.
//
// Like: graphmodel underpinning --counts --by service

MATCH (s:Service)
RETURN s.id AS id, s.kind AS kind,
       COUNT { MATCH (s)<-[:DEPENDS_ON*1..]-(p:Product) WHERE p <> s RETURN DISTINCT p } AS products,
       s.name AS name
ORDER BY products DESC, id
