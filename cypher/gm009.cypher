// GM009: a group of alternatives that is no redundancy: one member, or all of them needed.
//
// Like: graphmodel gaps --rule GM009

MATCH (s:Service)-[d:DEPENDS_ON]->()
WHERE d.group IS NOT NULL
WITH s, d.group AS group, max(d.needs) AS needs, count(*) AS members
WHERE needs >= members
RETURN 'GM009' AS code, 'warning' AS severity, s.id AS subject,
       'group ' + group + ' of ' + s.id + ' is no redundancy: it needs '
         + CASE members WHEN 1 THEN 'its only member' ELSE 'all of its ' + members + ' members' END AS message,
       s.name AS name
ORDER BY subject, group
