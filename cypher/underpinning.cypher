// Which services underpin a product, and how far away each is.
//
// Like: graphmodel underpinning exercise-bike
// :param product => 'exercise-bike'
//
// A service underpins the product that depends on it, directly or through others. The distance is the number of
// dependencies on a shortest way; because only the least length is asked for, Neo4j visits each service once. (That it
// begins at the product, the CALL makes sure: without it, Neo4j may look for every way between any two services.) Any
// other service can be asked about in the same way. Which of these services alone take the product down (required)
// takes alternatives into account, which Cypher cannot: ask graphmodel.

MATCH (p:Service {id: $product})
CALL (p) {
  MATCH path = (p)-[:DEPENDS_ON*1..]->(s:Service)
  WHERE s <> p
  RETURN s, min(length(path)) AS distance
}
OPTIONAL MATCH (s)-[:IN_CATEGORY]->()-[:PART_OF*0..]->(t:Category)
WHERE NOT (t)-[:PART_OF]->()
RETURN p.id AS product, s.id AS service, t.id AS type, distance,
       p.name AS product_name, s.name AS service_name, t.name AS type_name
ORDER BY distance, service
