// Which products a service underpins, the nearest first.
//
// Like: graphmodel underpinning --of cloud-hosting
// :param service => 'cloud-hosting'

MATCH (s:Service {id: $service})
CALL (s) {
  MATCH path = (s)<-[:DEPENDS_ON*1..]-(p:Product)
  WHERE p <> s
  RETURN p, min(length(path)) AS distance
}
OPTIONAL MATCH (s)-[:IN_CATEGORY]->()-[:PART_OF*0..]->(t:Category)
WHERE NOT (t)-[:PART_OF]->()
RETURN p.id AS product, s.id AS service, t.id AS type, distance,
       p.name AS product_name, s.name AS service_name, t.name AS type_name
ORDER BY distance, product
