-- One more day of the province: :number ratings at :now_ms, and what is counted of them. Statements are parted by empty lines.

INSERT INTO ratings (ledger_no, seq, rating, kiosk, unit, counter, named, official, score, status, via, questionnaire, up,
    earliest_ms, latest_ms, day, month, received_ms, repeated)
SELECT ledger_no, held + 1 + n / 300, md5(format('%s %s', :now_ms, n)), format('k%s', k), format('u%s', k / 3),
    format('u%s-c%s', k / 3, n / 300 % 4), official, official, 5 - n % 2, 'counted', 'touch', :questionnaire, n,
    :now_ms, :now_ms, :day, left(:day, 7), :now_ms, 0
FROM (
    SELECT n, n % 300 AS k, format('u%s-o%s', n % 300 / 3, n / 300 % 12) AS official
    FROM generate_series(0, :number - 1) AS n
) AS numbered JOIN ledgers ON ledger_no = 1000 + k

UPDATE ledgers SET held = held + :number / 300 WHERE ledger_no >= 1000

INSERT INTO unit_months SELECT unit, month, '', score, count(*) FROM ratings WHERE received_ms = :now_ms GROUP BY 1, 2, 4
ON CONFLICT (unit, month, rule, score) DO UPDATE SET n = unit_months.n + excluded.n

INSERT INTO official_months
SELECT month, unit, official, score, count(*) FROM ratings WHERE received_ms = :now_ms GROUP BY 1, 2, 3, 4
ON CONFLICT (official, unit, month, score) DO UPDATE SET n = official_months.n + excluded.n
