// GM025: a service was not reviewed for too long.
//
// Like: graphmodel gaps --rule GM025
// :param day => '2025-06-01'
//
// Judged by a day, which graphmodel takes to be today. A review lasts 365 days at criticality 1 and 2, 730 at 3 and 4,
// and 1,095 at 5 and where none is stated.

MATCH (s:Service)
WHERE s.reviewed IS NOT NULL AND NOT coalesce(s.placeholder, false) AND coalesce(s.lifecycle, '') <> 'retired'
WITH s, coalesce([365, 365, 730, 730][s.criticality - 1], 1095) AS lasts,
     duration.inDays(s.reviewed, date($day)).days AS age
WHERE age > lasts
WITH s, [n IN [lasts, age - lasts] | CASE WHEN n < 1000 THEN toString(n)
                                          ELSE (n / 1000) + ',' + right('00' + (n % 1000), 3) END] AS days,
     age - lasts AS over
RETURN 'GM025' AS code, 'info' AS severity, s.id AS subject,
       CASE WHEN coalesce(s.name, s.id) = s.id THEN s.id ELSE s.name + ' (' + s.id + ')' END
         + ' was last reviewed on ' + toString(s.reviewed) + ': '
         + CASE WHEN s.criticality IS NULL THEN '' ELSE 'at criticality ' + s.criticality + ' ' END
         + 'a review lasts ' + days[0] + ' days, ' + days[1] + CASE over WHEN 1 THEN ' day' ELSE ' days' END
         + ' over' AS message,
       s.name AS name
ORDER BY subject
