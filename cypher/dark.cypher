// Every service that is not mapped: open where it has dependencies, dark where it has none.
//
// Like: graphmodel vision *

MATCH (s:Service)
OPTIONAL MATCH (s)-[:IN_CATEGORY]->(:Category)-[:PART_OF*0..]->(type:Category)
WHERE NOT EXISTS { (type)-[:PART_OF]->() }
WITH s, CASE WHEN coalesce(s.placeholder, false) THEN 'dark'
             WHEN coalesce(s.mapped, 'no') <> 'no' THEN 'mapped'
             WHEN EXISTS { (s)-[:DEPENDS_ON]->() } THEN 'open'
             WHEN type IS NOT NULL AND size(coalesce(type.expects, [])) = 0 THEN 'mapped'
             ELSE 'dark' END AS vision
WHERE vision <> 'mapped'
RETURN s.id AS service, vision, s.name AS name
ORDER BY vision, service
