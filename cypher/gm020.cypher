// GM020: alternatives that share a supplier, a site or a team fail together.
//
// Like: graphmodel gaps --rule GM020

UNWIND ['supplier', 'site', 'team'] AS column
MATCH (c:Service)-[d:DEPENDS_ON]->(m:Service)
WHERE d.group IS NOT NULL AND NOT coalesce(c.placeholder, false) AND coalesce(c.lifecycle, '') <> 'retired'
  AND coalesce(m.lifecycle, '') <> 'retired'
WITH column, c, d.group AS group, max(d.needs) AS needs, collect(m) AS members
WHERE needs < size(members)
UNWIND members AS m
WITH column, c, group, size(members) - needs AS spare, m[column] AS value, count(*) AS times
WHERE value <> '' AND times > spare
WITH column, c, group, value ORDER BY times DESC, value
WITH column, c, group, head(collect(value)) AS value
RETURN 'GM020' AS code, 'warning' AS severity, c.id AS subject,
       'the alternatives in group ' + group + ' of '
         + CASE WHEN coalesce(c.name, c.id) = c.id THEN c.id ELSE c.name + ' (' + c.id + ')' END
         + ' have one ' + column + ': ' + value AS message,
       c.name AS name
ORDER BY subject, group, column
