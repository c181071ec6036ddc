// GM022: one role or holder is accountable for a large share of the services.
//
// Like: graphmodel gaps --rule GM022
//
// For more than 25 % of the services with an accountable role, and for 10 at least. Roles of one holder count together.

MATCH (r:Role)-[:RESPONSIBLE_FOR {responsibility: 'A'}]->(s:Service)
WHERE NOT coalesce(s.placeholder, false) AND coalesce(s.lifecycle, '') <> 'retired'
WITH collect([coalesce(r.holder, ''), CASE WHEN r.holder IS NULL THEN r.id ELSE '' END, s]) AS held,
     count(DISTINCT s) AS whole
UNWIND held AS one
WITH whole, one[0] AS holder, one[1] AS role, one[2] AS s
WITH whole, holder, role, count(DISTINCT s) AS mine
WHERE mine >= 10 AND 100 * mine > 25 * whole
MATCH (r:Role)
WHERE r.holder = holder OR r.id = role
WITH whole, holder, mine, r ORDER BY r.id
WITH whole, holder, mine, collect(r) AS roles
WITH whole, holder, mine, roles,
     [r IN roles | CASE WHEN coalesce(r.name, r.id) = r.id THEN r.id ELSE r.name + ' (' + r.id + ')' END] AS own,
     [n IN [mine, whole] | CASE WHEN n < 1000 THEN toString(n)
                                ELSE (n / 1000) + ',' + right('00' + (n % 1000), 3) END] AS numbers
WITH holder, mine, whole, roles, numbers,
     reduce(said = '', one IN own[..10] | said + CASE said WHEN '' THEN '' ELSE ', ' END + one)
       + CASE WHEN size(own) > 10 THEN ' and ' + (size(own) - 10) + ' more' ELSE '' END AS named
RETURN 'GM022' AS code, 'info' AS severity, roles[0].id AS subject,
       CASE holder WHEN '' THEN 'role ' + named ELSE holder + ' (' + named + ')' END
         + ' is accountable for ' + numbers[0] + ' of ' + numbers[1] + ' services: '
         + toInteger(round(100.0 * mine / whole, 0, 'HALF_EVEN')) + ' %' AS message,
       roles[0].name AS name
ORDER BY subject
