-- Which languages there are is the program's to know; here they are two letters (ISO 639-1).
ALTER TABLE account DROP CONSTRAINT account_language_check, ADD CONSTRAINT account_language_check CHECK (language ~ '^[a-z]{2}$')
--;
ALTER TABLE appeal DROP CONSTRAINT appeal_language_check, ADD CONSTRAINT appeal_language_check CHECK (language ~ '^[a-z]{2}$')
--;
ALTER TABLE data_request DROP CONSTRAINT data_request_language_check, ADD CONSTRAINT data_request_language_check CHECK (language ~ '^[a-z]{2}$')
--;
ALTER TABLE journal_comment DROP CONSTRAINT journal_comment_language_check, ADD CONSTRAINT journal_comment_language_check CHECK (language ~ '^[a-z]{2}$')
--;
ALTER TABLE journal_entry DROP CONSTRAINT journal_entry_language_check, ADD CONSTRAINT journal_entry_language_check CHECK (language ~ '^[a-z]{2}$')
--;
ALTER TABLE journal_follower DROP CONSTRAINT journal_follower_language_check, ADD CONSTRAINT journal_follower_language_check CHECK (language ~ '^[a-z]{2}$')
--;
ALTER TABLE meeting DROP CONSTRAINT meeting_language_check, ADD CONSTRAINT meeting_language_check CHECK (language ~ '^[a-z]{2}$')
--;
ALTER TABLE meeting_guest DROP CONSTRAINT meeting_guest_language_check, ADD CONSTRAINT meeting_guest_language_check CHECK (language ~ '^[a-z]{2}$')
--;
ALTER TABLE question_follow DROP CONSTRAINT question_follow_language_check, ADD CONSTRAINT question_follow_language_check CHECK (language ~ '^[a-z]{2}$')
--;
ALTER TABLE relay_subscription DROP CONSTRAINT relay_subscription_language_check, ADD CONSTRAINT relay_subscription_language_check CHECK (language ~ '^[a-z]{2}$')
--;
ALTER TABLE relayer_page DROP CONSTRAINT relayer_page_language_check, ADD CONSTRAINT relayer_page_language_check CHECK (language ~ '^[a-z]{2}$')
--;
ALTER TABLE sign_up DROP CONSTRAINT sign_up_language_check, ADD CONSTRAINT sign_up_language_check CHECK (language ~ '^[a-z]{2}$')
