// GM028: a dependency against the order of the types: a network that needs an application, say.
//
// Like: graphmodel gaps --rule GM028
//
// A type may not need what expects it below itself, at however many steps, unless it expects that one below itself as
// well. What a category expects it states itself, or else the nearest category above it does. A type that expects
// nothing has no order.

MATCH (c:Category)
CALL (c) {
  MATCH up = (c)-[:PART_OF*0..]->(stating:Category)
  WHERE stating.expects IS NOT NULL
  RETURN stating.expects AS expects ORDER BY length(up) LIMIT 1
}
MATCH (c)-[:PART_OF*0..]->(upper:Category)
WHERE NOT (upper)-[:PART_OF]->()
UNWIND expects AS wanted
MATCH (:Category {id: wanted})-[:PART_OF*0..]->(lower:Category)
WHERE NOT (lower)-[:PART_OF]->()
WITH collect(DISTINCT [upper.id, lower.id]) AS expected, collect(DISTINCT upper.id) AS types
UNWIND types AS type
WITH expected, types, type,
     reduce(below = [e IN expected WHERE e[0] = type | e[1]], step IN types |
       below + [e IN expected WHERE e[0] IN below AND NOT e[1] IN below | e[1]]) AS below
WITH collect([type, below]) AS orders
MATCH (c:Service)-[:DEPENDS_ON {strength: 'hard'}]->(p:Service)
WHERE NOT coalesce(c.placeholder, false) AND coalesce(c.lifecycle, '') <> 'retired'
  AND NOT coalesce(p.placeholder, false) AND coalesce(p.lifecycle, '') <> 'retired'
WITH DISTINCT orders, c, p
MATCH (c)-[:IN_CATEGORY]->()-[:PART_OF*0..]->(upper:Category)
WHERE NOT (upper)-[:PART_OF]->()
MATCH (p)-[:IN_CATEGORY]->()-[:PART_OF*0..]->(lower:Category)
WHERE NOT (lower)-[:PART_OF]->()
  AND any(o IN orders WHERE o[0] = lower.id AND upper.id IN o[1])
  AND any(o IN orders WHERE o[0] = upper.id AND NOT lower.id IN o[1])
RETURN 'GM028' AS code, 'warning' AS severity, c.id AS subject,
       CASE WHEN coalesce(c.name, c.id) = c.id THEN c.id ELSE c.name + ' (' + c.id + ')' END + ' needs '
         + CASE WHEN coalesce(p.name, p.id) = p.id THEN p.id ELSE p.name + ' (' + p.id + ')' END + ', but '
         + coalesce(lower.name, lower.id) + ' expects ' + coalesce(upper.name, upper.id) + ' below it' AS message,
       c.name AS name
ORDER BY subject, p.id
