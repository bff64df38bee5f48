-- 员工已经并进养老服务人员名册（202611300201），这里不再另有一份
drop table care_staff_member;
