// How many services underpin each product, the most first.
//
// Like: graphmodel underpinning --counts

MATCH (p:Product)
RETURN p.id AS id, p.kind AS kind,
       COUNT { MATCH (p)-[:DEPENDS_ON*1..]->(s:Service) WHERE s <> p RETURN DISTINCT s } AS services,
       p.name AS name
ORDER BY services DESC, id
