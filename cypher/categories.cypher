// Every category with what it is part of; one that is part of nothing is a type.
//
// Like: graphmodel list categories

MATCH (c:Category)
OPTIONAL MATCH (c)-[:PART_OF]->(p:Category)
RETURN c.id AS id, c.name AS name, p.id AS parent, p.name AS parent_name, c.expects AS expects,
       c.boundary_start AS boundary_start, c.boundary_end AS boundary_end,
       COUNT { (c)<-[:PART_OF*0..]-()<-[:IN_CATEGORY]-() } AS services
ORDER BY id
