// GM026: a service ends before those who need it, and nothing takes its place.
//
// Like: graphmodel gaps --rule GM026
// :param day => '2025-06-01'
//
// Judged by a day, which graphmodel takes to be today: ends within 365 days of it count. What is retiring without a
// date may end on that day.

MATCH (c:Service)-[d:DEPENDS_ON {strength: 'hard'}]->(p:Service)
WHERE NOT coalesce(c.placeholder, false) AND coalesce(c.lifecycle, '') <> 'retired'
  AND NOT coalesce(p.placeholder, false) AND coalesce(p.lifecycle, '') <> 'retired'
WITH c, d, p,
     coalesce(c.ends, CASE c.lifecycle WHEN 'retiring' THEN date($day) ELSE date('9999-12-31') END) AS until,
     coalesce(p.ends, CASE p.lifecycle WHEN 'retiring' THEN date($day) END) AS ends
WHERE ends <= date($day) + duration({days: 365}) AND until > ends
OPTIONAL MATCH (c)-[e:DEPENDS_ON]->(m:Service)
WHERE e.group = d.group AND coalesce(m.lifecycle, '') <> 'retired' AND coalesce(m.starts <= ends, true)
  AND coalesce(m.ends, CASE m.lifecycle WHEN 'retiring' THEN date($day) ELSE date('9999-12-31') END) > ends
WITH c, d, p, count(m) AS successors
WHERE successors < coalesce(d.needs, 1)
WITH DISTINCT p, c ORDER BY c.id
WITH p, collect(coalesce(c.name, c.id)) AS needing
RETURN 'GM026' AS code, 'warning' AS severity, p.id AS subject,
       CASE WHEN coalesce(p.name, p.id) = p.id THEN p.id ELSE p.name + ' (' + p.id + ')' END
         + CASE WHEN p.ends IS NULL THEN ' is retiring'
                WHEN p.ends >= date($day) THEN ' ends on ' + toString(p.ends)
                ELSE ' ended on ' + toString(p.ends) END + ', and '
         + reduce(said = '', one IN needing[..5] | said + CASE said WHEN '' THEN '' ELSE ', ' END + one)
         + CASE WHEN size(needing) > 5 THEN ' and ' + (size(needing) - 5) + ' more' ELSE '' END
         + CASE size(needing) WHEN 1 THEN ' needs' ELSE ' need' END + ' it longer' AS message,
       p.name AS name
ORDER BY subject
