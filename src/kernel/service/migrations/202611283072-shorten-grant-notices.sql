-- 确认公布只公布一段时间，以后由按村长期公布的名单公布；儿童的姓名一个字也不公开。
update public_notice set ends_on = least(ends_on, posted_on + 30) where kind = 'granted';
update public_notice n set applicant_masked = '未成年人（依法不公开姓名）'
  from service_case c join person p on p.id = c.applicant_person_id
  where c.id = n.case_id and p.birth_date + interval '18 years' > n.posted_on;
