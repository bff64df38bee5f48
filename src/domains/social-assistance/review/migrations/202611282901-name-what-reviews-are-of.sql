-- 正在办的复核写明是哪一份待遇、哪一次认定的：同一份只有一件在办，家里再报告就记到这一件里。
update service_case c set matter = case when r.entitlement_id is not null then 'benefit:' || r.entitlement_id else 'recognition:' || r.recognition_id end
from benefit_review r where r.case_id = c.id and c.closed_at is null and r.change is null;
