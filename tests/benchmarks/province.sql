-- A province of 100 units in 5 regions, 300 kiosks, 400 counters and 1,200 officials, and :number ratings spread over its days, as rows of
-- PostgreSQL: what was rated, then what the server counts of it. Statements are parted by empty lines.

INSERT INTO units (unit, name_vi, name_en, active)
SELECT format('u%s', u), format('Xã Số %s', u), '', 1 FROM generate_series(0, 99) AS u

INSERT INTO units (unit, name_vi, name_en, active)
SELECT format('r%s', r), format('Khu vực %s', r), '', 1 FROM generate_series(0, 4) AS r

UPDATE units SET parent = format('r%s', substr(unit, 2)::int % 5) WHERE unit LIKE 'u%'

INSERT INTO cohorts (cohort, name_vi, name_en) VALUES ('pilot', 'Thí điểm', 'Pilot')

INSERT INTO cohort_units (cohort, unit, since)
SELECT 'pilot', format('u%s', u), to_char(date :first + :days - 180, 'YYYY-MM-DD') FROM generate_series(0, 19) AS u

INSERT INTO counters (counter, unit, number, name_vi, name_en, active)
SELECT format('u%s-c%s', u, c), format('u%s', u), c, format('Quầy %s', c), '', 1
FROM generate_series(0, 99) AS u, generate_series(0, 3) AS c

INSERT INTO officials (official, unit, name, title_vi, title_en, active)
SELECT format('u%s-o%s', u, o), format('u%s', u), format('Nguyễn Văn %s', o), 'Chuyên viên', '', 1
FROM generate_series(0, 99) AS u, generate_series(0, 11) AS o

INSERT INTO kiosks (kiosk, unit, attribution, name, state, added_ms)
SELECT format('k%s', k), format('u%s', k / 3), 'choose', format('Sảnh %s', k), 'enrolled', 0
FROM generate_series(0, 299) AS k

INSERT INTO ledgers (ledger_no, ledger, kiosk, state, held, head, signature, reading, opened_ms, received_ms)
SELECT 1000 + k, format('l%s', k), format('k%s', k), 'held', 2 + :number / 300, '', '', '', 0, 0
FROM generate_series(0, 299) AS k

INSERT INTO ratings (ledger_no, seq, rating, kiosk, unit, counter, named, official, score, status, via, questionnaire, up,
    earliest_ms, latest_ms, day, month, received_ms, detail)
SELECT 1000 + k, 2 + n / 300, md5(n::text), format('k%s', k), format('u%s', k / 3),
    format('u%s-c%s', k / 3, n / 300 % 4), official, official,
    CASE WHEN dice < 3 THEN 1 WHEN dice < 8 THEN 2 WHEN dice < 20 THEN 3 WHEN dice < 55 THEN 4 ELSE 5 END,
    CASE WHEN n % 1000 = 0 THEN 'practice' ELSE 'counted' END,
    CASE WHEN n / 300 % 5 = 0 THEN 'call' ELSE 'touch' END, :questionnaire, n, ms, ms, day, left(day, 7), ms,
    CASE WHEN n / 300 % 4 = 0 THEN 3 + n / 300 END
FROM (
    SELECT n, n % 300 AS k, (n * 7919 + n / 300 * 37) % 100 AS dice, n * :days / :number AS d FROM generate_series(0::bigint, :number - 1) AS n
) AS numbered, LATERAL (
    SELECT :began_ms + d * 86400000 AS ms, to_char(date :first + d::int, 'YYYY-MM-DD') AS day,
        format('u%s-o%s', k / 3, n / 300 % 12) AS official
) AS dated

INSERT INTO answers (ledger_no, seq, question, choice)
SELECT ledger_no, seq, 'polite', CASE WHEN up % 9 = 0 THEN 'no' ELSE 'yes' END FROM ratings WHERE detail IS NOT NULL

INSERT INTO offers (ledger_no, seq, kind, unit, counter, official, status, lapsed, up, earliest_ms, latest_ms, day, month, received_ms)
SELECT ledger_no, seq, 'call', unit, counter, official, 'counted', CASE WHEN up % 3 = 0 THEN seq END, up, earliest_ms,
    latest_ms, day, month, received_ms
FROM ratings WHERE via = 'call'

INSERT INTO marks (ledger_no, seq, rule, unit, day)
SELECT ledger_no, seq, 'burst', unit, day FROM ratings WHERE up % 50 = 1 AND status = 'counted'

INSERT INTO unit_days SELECT unit, day, score, count(*) FROM ratings WHERE status = 'counted' GROUP BY 1, 2, 3

INSERT INTO unit_counters
SELECT unit, day, counter, score, count(*) FROM ratings WHERE status = 'counted' GROUP BY 1, 2, 3, 4

INSERT INTO official_months
SELECT month, unit, official, score, count(*) FROM ratings WHERE status = 'counted' GROUP BY 1, 2, 3, 4

INSERT INTO unit_answers
SELECT unit, day, questionnaire, question, choice, count(*) FROM ratings JOIN answers USING (ledger_no, seq)
WHERE status = 'counted' GROUP BY 1, 2, 3, 4, 5

INSERT INTO unit_answers
SELECT unit, day, questionnaire, question, '*', sum(n) FROM unit_answers GROUP BY 1, 2, 3, 4

INSERT INTO answer_months
SELECT unit, left(day, 7), questionnaire, question, choice, sum(n) FROM unit_answers GROUP BY 1, 2, 3, 4, 5

INSERT INTO unit_offers SELECT day, unit, counter, 'called', count(*) FROM offers GROUP BY 1, 2, 3

INSERT INTO unit_offers SELECT day, unit, counter, 'lapsed', count(*) FROM offers WHERE lapsed IS NOT NULL GROUP BY 1, 2, 3

INSERT INTO unit_offers
SELECT day, unit, counter, 'rated', count(*) FROM ratings WHERE via = 'call' AND status = 'counted' GROUP BY 1, 2, 3

INSERT INTO offer_months SELECT unit, left(day, 7), counter, what, sum(n) FROM unit_offers GROUP BY 1, 2, 3, 4

INSERT INTO unit_marks
SELECT unit, ratings.day, rule, score, count(*) FROM ratings JOIN marks USING (ledger_no, seq, unit) GROUP BY 1, 2, 3, 4

INSERT INTO unit_marks SELECT unit, day, '*', score, sum(n) FROM unit_marks GROUP BY 1, 2, 4

INSERT INTO marked_months
SELECT month, unit, official, score, count(*) FROM ratings JOIN marks USING (ledger_no, seq, unit) GROUP BY 1, 2, 3, 4

INSERT INTO unit_months SELECT unit, left(day, 7), '', score, sum(n) FROM unit_days GROUP BY 1, 2, 4

INSERT INTO unit_months SELECT unit, left(day, 7), rule, score, sum(n) FROM unit_marks GROUP BY 1, 2, 3, 4

INSERT INTO kiosk_days SELECT day, unit, kiosk, '', count(*) FROM ratings WHERE status = 'counted' GROUP BY 1, 2, 3

INSERT INTO kiosk_days
SELECT ratings.day, unit, kiosk, rule, count(*) FROM ratings JOIN marks USING (ledger_no, seq, unit) GROUP BY 1, 2, 3, 4

INSERT INTO open_lines (ledger_no, first) SELECT ledger_no, held + 1 FROM ledgers WHERE ledger_no >= 1000
