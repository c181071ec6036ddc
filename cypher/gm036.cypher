// GM036: a role is responsible only for what nobody uses any more.
//
// Like: graphmodel gaps --rule GM036

MATCH (r:Role)-[:RESPONSIBLE_FOR]->(s:Service)
WHERE NOT coalesce(s.placeholder, false) AND coalesce(s.lifecycle, '') <> 'retired'
WITH DISTINCT r, s,
     s:Product OR EXISTS {
       (s)<-[:DEPENDS_ON]-(consumer) WHERE consumer <> s AND coalesce(consumer.lifecycle, '') <> 'retired'
     } AS used
ORDER BY s.id
WITH r, collect(used) AS uses,
     collect(CASE WHEN coalesce(s.name, s.id) = s.id THEN s.id ELSE s.name + ' (' + s.id + ')' END) AS services
WHERE none(used IN uses WHERE used)
RETURN 'GM036' AS code, 'info' AS severity, r.id AS subject,
       'role ' + CASE WHEN coalesce(r.name, r.id) = r.id THEN r.id ELSE r.name + ' (' + r.id + ')' END
         + ' is responsible only for what nobody uses: '
         + reduce(text = '', service IN services[..10] | text + CASE text WHEN '' THEN '' ELSE ', ' END + service)
         + CASE WHEN size(services) > 10 THEN ' and ' + (size(services) - 10) + ' more' ELSE '' END AS message,
       r.name AS name
ORDER BY subject
