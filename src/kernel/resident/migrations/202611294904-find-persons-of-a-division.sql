-- 区划变更前数影响、变更后归属，都要一次找出一个代码下的人：全市的人逐个看要好几秒。用散列：只答“等于”，按范围查的（各处的权限）不会因此换一种做法。
create index person_of_division on person using hash (division);
create index person_of_registered_division on person using hash (registered_division);
