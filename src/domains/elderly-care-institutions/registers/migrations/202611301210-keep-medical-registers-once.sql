-- 一家医疗机构在一本台账里只有一条；一家养老机构在一级只命名一次；设备包全市一份
create unique index register_entry_hospital on register_entry (register, title)
  where register in ('care-green-channel', 'hospital-elder-unit') and state <> 'closed';
create unique index register_entry_care_demonstration on register_entry ((content ->> 'institutionId'), division)
  where register = 'care-demonstration' and state in ('named', 'repairing');
create unique index register_entry_rescue_kit on register_entry (register) where register = 'care-rescue-kit' and state <> 'closed';
