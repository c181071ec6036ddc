// GM004: no service stands in a category, sub-categories included.
//
// Like: graphmodel gaps --rule GM004
//
// The rule leaves out categories without a row to fix: shipped types that the catalogue did not bring, and categories
// that are only named. The graph does not say where a category comes from: here they are listed, too.

MATCH (c:Category)
WHERE NOT EXISTS { (c)<-[:PART_OF*0..]-()<-[:IN_CATEGORY]-(s) WHERE coalesce(s.lifecycle, '') <> 'retired' }
RETURN 'GM004' AS code, 'info' AS severity, c.id AS subject,
       'no service is in category ' +
         CASE WHEN coalesce(c.name, c.id) = c.id THEN c.id ELSE c.name + ' (' + c.id + ')' END
         + CASE WHEN EXISTS { (c)<-[:PART_OF*0..]-()<-[:IN_CATEGORY]-() } THEN ', retired services aside' ELSE '' END
         AS message, c.name AS name
ORDER BY subject
