// How many services of each type underpin each product: 0 is a hole.
//
// Like: graphmodel underpinning --matrix types
//
// One row per product and type, where the matrix has one column per type. A type is a category that is part of no
// other. Services without a category are of no type.

MATCH (p:Product)
CALL (p) {
  MATCH (p)-[:DEPENDS_ON*1..]->(s:Service)
  WHERE s <> p
  WITH DISTINCT s
  MATCH (s)-[:IN_CATEGORY]->()-[:PART_OF*0..]->(t:Category)
  WHERE NOT (t)-[:PART_OF]->()
  RETURN collect(t.id) AS below
}
MATCH (t:Category)
WHERE NOT (t)-[:PART_OF]->()
RETURN p.id AS product, p.name AS product_name, t.id AS type, t.name AS type_name,
       size([id IN below WHERE id = t.id]) AS services
ORDER BY product, type
