-- 一户一档要按家庭列出办件。
create index service_case_household on service_case (household_id, submitted_at desc) where household_id is not null;
