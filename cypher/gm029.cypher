// GM029: an attribute that the type of a service expects is missing.
//
// Like: graphmodel gaps --rule GM029
//
// Which attributes a category expects it states itself, or else the nearest category above it does. A service level
// counts also where a category states it.

WITH ['availability', 'own_availability', 'support_hours', 'rto', 'own_rto', 'rpo', 'response', 'resolution'] AS levels
MATCH (s:Service)-[:IN_CATEGORY]->(c:Category)
WHERE NOT coalesce(s.placeholder, false) AND coalesce(s.lifecycle, '') <> 'retired'
CALL (c) {
  MATCH up = (c)-[:PART_OF*0..]->(stating:Category)
  WHERE stating.expected_attributes IS NOT NULL
  RETURN [name IN stating.expected_attributes | CASE name WHEN 'provider' THEN 'supplier' ELSE name END] AS profile
  ORDER BY length(up) LIMIT 1
}
MATCH (c)-[:PART_OF*0..]->(above:Category)
WITH s, c, levels, profile, collect(above) AS shelves
UNWIND profile AS name
WITH DISTINCT s, c, levels, shelves, name ORDER BY name
WITH s, c, collect(name) AS wanted,
     collect(CASE WHEN s[name] IS NULL AND name <> 'category'
                       AND NOT (name IN levels AND any(shelf IN shelves WHERE shelf[name] IS NOT NULL))
                  THEN name END) AS missing
WHERE size(missing) > 0
RETURN 'GM029' AS code, 'info' AS severity, s.id AS subject,
       CASE WHEN coalesce(s.name, s.id) = s.id THEN s.id ELSE s.name + ' (' + s.id + ')' END + ' lacks '
         + reduce(said = '', one IN missing | said + CASE said WHEN '' THEN '' ELSE ', ' END + one) + ': '
         + size(missing) + ' of ' + size(wanted) + ' attributes that ' + coalesce(c.name, c.id) + ' expects' AS message,
       s.name AS name
ORDER BY subject
