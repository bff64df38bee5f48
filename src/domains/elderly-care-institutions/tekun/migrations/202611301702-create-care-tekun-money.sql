-- 特困资金账：机构收到的特困供养资金和用在哪里，和机构别的钱分开；只增不改，记错的、退回来的另记一笔
create table care_tekun_money (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  on_date date not null,
  direction text collate "C" not null,
  source text collate "C" not null,
  purpose text collate "C",
  amount_fen bigint not null,
  voucher text not null,
  note text not null,
  allowed boolean not null,
  corrects uuid,
  entered_at timestamptz not null,
  entered_by text not null,
  entered_name text not null,
  constraint care_tekun_money_pkey primary key (id),
  constraint care_tekun_money_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_tekun_money_at unique (id, institution_id, source, amount_fen),
  -- 更正的和原来的一样多、同一种钱，一笔只更正一次
  constraint care_tekun_money_corrects foreign key (corrects, institution_id, source, amount_fen) references care_tekun_money (id, institution_id, source, amount_fen),
  constraint care_tekun_money_once unique (corrects),
  constraint care_tekun_money_direction check (direction in ('in', 'out')),
  constraint care_tekun_money_source check (source in ('living', 'care')),
  constraint care_tekun_money_purpose check (purpose in ('food', 'clothing', 'daily', 'pocket', 'medical', 'carers', 'care-goods', 'funeral', 'staff', 'office', 'building', 'other')),
  constraint care_tekun_money_out check ((direction = 'out' and corrects is null) = (purpose is not null)),
  constraint care_tekun_money_sum check (amount_fen > 0)
);
comment on table care_tekun_money is '特困资金账：基本生活、照料护理两种钱，收、支、用在哪里；allowed 是登记那天按规定该不该这样用';
create index care_tekun_money_listed on care_tekun_money (institution_id, on_date, id);
create index care_tekun_money_wrong on care_tekun_money (institution_id) where not allowed;
revoke update, delete on care_tekun_money from {{app}};
alter table care_tekun_money enable row level security;
create policy care_tekun_money_scope on care_tekun_money using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

-- 用错了、还没有退回来的
create function care_tekun_misused(home uuid) returns bigint language sql stable set search_path from current as $$
  select coalesce(sum(m.amount_fen), 0)::bigint from care_tekun_money m
  where m.institution_id = home and not m.allowed and not exists (select from care_tekun_money c where c.corrects = m.id)
$$;
comment on function care_tekun_misused(uuid) is '一家机构用错了、还没有退回的特困资金';
grant execute on function care_tekun_misused(uuid) to {{app}};

-- 线索是县里登记的，机构的人看不到内容；能不能预收要知道有几条
create function care_money_leads(home uuid, since date, out promises integer, out pitches integer)
  language plpgsql stable security definer set search_path from current as $$
begin
  select count(*) filter (where e.register = 'care-promise' and e.state in ('lead', 'referred', 'true')),
    count(*) filter (where e.register = 'care-pitch' and e.state = 'open' and (e.content ->> 'on')::date > since)
    into promises, pitches from register_entry e
    where e.register in ('care-promise', 'care-pitch') and e.content ->> 'institution' = home::text;
end $$;
comment on function care_money_leads(uuid, date) is '一家机构没有查清的承诺回报线索、某天以来的推销活动各几条；只给数';
revoke execute on function care_money_leads(uuid, date) from public;
grant execute on function care_money_leads(uuid, date) to {{app}};
create index register_entry_care_leads on register_entry ((content ->> 'institution')) where register in ('care-promise', 'care-pitch');
