// GM017: something critical needs what is less critical, and has no alternative to it.
//
// Like: graphmodel gaps --rule GM017

MATCH (c:Service)-[d:DEPENDS_ON]->(p:Service)
WHERE c.criticality IN [1, 2] AND p.criticality > c.criticality AND d.strength = 'hard'
  AND NOT coalesce(c.placeholder, false) AND coalesce(c.lifecycle, '') <> 'retired'
  AND NOT coalesce(p.placeholder, false) AND coalesce(p.lifecycle, '') <> 'retired'
  AND (d.group IS NULL OR d.needs = COUNT { (c)-[e:DEPENDS_ON]->() WHERE e.group = d.group })
WITH DISTINCT p, c ORDER BY c.criticality, c.id
WITH p, collect(coalesce(c.name, c.id) + ' (criticality ' + c.criticality + ')') AS needing
RETURN 'GM017' AS code, 'warning' AS severity, p.id AS subject,
       CASE WHEN coalesce(p.name, p.id) = p.id THEN p.id ELSE p.name + ' (' + p.id + ')' END
         + ' has criticality ' + p.criticality + ', but '
         + reduce(said = '', one IN needing[..5] | said + CASE said WHEN '' THEN '' ELSE ', ' END + one)
         + CASE WHEN size(needing) > 5 THEN ' and ' + (size(needing) - 5) + ' more' ELSE '' END
         + CASE size(needing) WHEN 1 THEN ' needs it and has' ELSE ' need it and have' END
         + ' no alternative' AS message,
       p.name AS name
ORDER BY subject
