-- 指标按办结的日子数作出决定的办件：没有这个索引要读全部办件。
create index service_case_decided on service_case (closed_at) where outcome in ('granted', 'refused');
