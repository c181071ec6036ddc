// GM009: a group of alternatives that is no redundancy: one member, or all of them needed.
//
// Like: graphmodel gaps --rule GM009

MATCH (s:Service)-[d:DEPENDS_ON]->(m)
WHERE d.group IS NOT NULL AND NOT coalesce(s.placeholder, false) AND coalesce(s.lifecycle, '') <> 'retired'
WITH s, d.group AS group, max(d.needs) AS needs, count(*) AS all,
     sum(CASE WHEN coalesce(m.lifecycle, '') <> 'retired' THEN 1 ELSE 0 END) AS members
WHERE needs >= members
RETURN 'GM009' AS code, 'warning' AS severity, s.id AS subject,
       'group ' + group + ' of ' +
         CASE WHEN coalesce(s.name, s.id) = s.id THEN s.id ELSE s.name + ' (' + s.id + ')' END
         + ' is no redundancy: it needs '
         + CASE members WHEN 0
           THEN 'more than it has' WHEN 1 THEN 'its only member' ELSE 'all of its ' + members + ' members' END
         + CASE WHEN members < all THEN ', retired services aside' ELSE '' END AS message,
       s.name AS name
ORDER BY subject, group
