create table auxiliary_reading (
  case_id uuid not null,
  sign text not null,
  division text collate "C" not null,
  county text collate "C" not null generated always as (left(division, 6)) stored,
  amount_fen bigint not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint auxiliary_reading_pkey primary key (case_id, sign),
  constraint auxiliary_reading_sign check (sign in ('water', 'power', 'gas', 'phone', 'school', 'travel')),
  constraint auxiliary_reading_amount check (amount_fen between 0 and 10000000000),
  constraint auxiliary_reading_division_code check (division ~ '^[0-9]{12}$')
);
comment on table auxiliary_reading is '辅助评估：一户的水、电、气、通信、择校、出境开支；只用来决定要不要加访一次，从不据此不予确认';
create index auxiliary_reading_county on auxiliary_reading (county, sign, amount_fen);
alter table auxiliary_reading enable row level security;
create policy auxiliary_reading_scope on auxiliary_reading using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
revoke delete on auxiliary_reading from {{app}};
