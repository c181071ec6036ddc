// Services that promise to be back sooner (rto) than a provider that they need, each with such a provider.
//
// Like: graphmodel promises --level rto --verdict broken
//
// Only of hard dependencies without a group: of k of n alternatives the k-th counts, which graphmodel knows. A service
// without an rto takes that of its category, or of the nearest category above. Read are durations like 4h, 1d12h and
// PT4H; not those in words, in weeks, or with fractions.

MATCH (s:Service)-[d:DEPENDS_ON {strength: 'hard'}]->(p:Service)
WHERE d.group IS NULL
CALL (s) {
  MATCH way = (s)-[:IN_CATEGORY|PART_OF*0..]->(at)
  WHERE at.rto IS NOT NULL
  RETURN at.rto AS promised ORDER BY length(way) LIMIT 1
}
CALL (p) {
  MATCH way = (p)-[:IN_CATEGORY|PART_OF*0..]->(at)
  WHERE at.rto IS NOT NULL
  RETURN at.rto AS supported ORDER BY length(way) LIMIT 1
}
WITH s, p, promised, supported, [t IN [promised, supported] | toUpper(replace(t, ' ', ''))] AS texts
WHERE all(t IN texts WHERE t =~ 'P[0-9]+D|P([0-9]+D)?T[0-9HMS]+|([0-9]+D)?([0-9]+H)?([0-9]+M)?([0-9]+S)?')
WITH s, p, promised, supported, [t IN texts | duration(CASE
       WHEN t STARTS WITH 'P' THEN t
       WHEN t ENDS WITH 'D' THEN 'P' + t
       WHEN t CONTAINS 'D' THEN 'P' + replace(t, 'D', 'DT')
       ELSE 'PT' + t END)] AS lengths
WITH s, p, promised, supported, [l IN lengths | l.days * 86400 + l.seconds] AS seconds
WHERE seconds[0] < seconds[1]
RETURN s.id AS id, promised, supported, p.id AS because, s.name AS name, p.name AS because_name
ORDER BY id, because
