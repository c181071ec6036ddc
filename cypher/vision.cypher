// How many mapped, open and dark services each product rests on, those with the fewest mapped first.
//
// Like: graphmodel vision

MATCH (p:Product)
CALL (p) {
  MATCH (p)-[:DEPENDS_ON*1..]->(s:Service)
  WHERE s <> p
  RETURN DISTINCT s
  UNION
  RETURN p AS s
}
OPTIONAL MATCH (s)-[:IN_CATEGORY]->(:Category)-[:PART_OF*0..]->(type:Category)
WHERE NOT EXISTS { (type)-[:PART_OF]->() }
WITH p, s, CASE WHEN coalesce(s.placeholder, false) THEN 'dark'
                WHEN coalesce(s.mapped, 'no') <> 'no' THEN 'mapped'
                WHEN EXISTS { (s)-[:DEPENDS_ON]->() } THEN 'open'
                WHEN type IS NOT NULL AND size(coalesce(type.expects, [])) = 0 THEN 'mapped'
                ELSE 'dark' END AS vision
WITH p, count(CASE WHEN s <> p AND vision = 'mapped' THEN 1 END) AS mapped,
     count(CASE WHEN s <> p AND vision = 'open' THEN 1 END) AS open,
     count(CASE WHEN s <> p AND vision = 'dark' THEN 1 END) AS dark,
     collect(CASE WHEN s = p THEN vision END)[0] AS itself
RETURN p.id AS product, itself AS vision, mapped, open, dark, p.name AS name
ORDER BY open + dark + CASE WHEN itself = 'mapped' THEN 0 ELSE 1 END DESC, product
