-- 居家服务的类别加上法律、健康咨询
alter table home_care_item drop constraint home_care_item_class;
alter table home_care_item add constraint home_care_item_class check (
  class in ('meal', 'bath', 'clean', 'urgent', 'medical', 'walk', 'rehab', 'comfort', 'errand', 'escort', 'legal', 'health'));
