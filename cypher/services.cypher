// Every service, products among them, with its category and its type.
//
// Like: graphmodel list services
//
// Other fields and free attributes are properties of the same names: RETURN s {.*}

MATCH (s:Service)
OPTIONAL MATCH (s)-[:IN_CATEGORY]->(c:Category)
OPTIONAL MATCH (c)-[:PART_OF*0..]->(t:Category)
WHERE NOT (t)-[:PART_OF]->()
RETURN s.id AS id, s.name AS name, s.kind AS kind, c.id AS category, c.name AS category_name, t.id AS type,
       s.criticality AS criticality, s.lifecycle AS lifecycle, s.supplier AS supplier, s.tags AS tags
ORDER BY id
