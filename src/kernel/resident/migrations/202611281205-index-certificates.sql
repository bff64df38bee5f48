-- 每天找快到期、已到期的残疾人证。
create index fact_version_certificate on fact_version (valid_to, subject_id) where kind = 'disability-certificate' and superseded_at is null;
