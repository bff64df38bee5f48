-- 年龄是“岁”，年限是“年”；几次、几名不是几倍
update parameter set unit = 'age' where unit = 'years' and key in ('LAB-AGE-MIN', 'LAB-AGE-MAX', 'RENT-ELDER-AGE', 'TOP-AGE-FROM', 'CARE-MIN-AGE', 'ESS-AGE');
update parameter set unit = 'cases' where unit = 'times' and key in ('REFUSAL-TIMES', 'SUP-ROUND-TIMES', 'CARE-NIGHT-PATROLS', 'HSO-CANCELS');
update parameter set unit = 'persons' where unit = 'times' and key = 'HSO-OFFERS';
