-- Where people talk: questions, who asks them, answers of organisations, and critical posts.

-- A question. It is public from `opened_at` on, when whoever asked it has opened the link in their mailbox.
CREATE TABLE question (
  id text PRIMARY KEY,
  campaign_id text NOT NULL,
  -- Null once its author took their name away.
  name text,
  body text NOT NULL,
  -- Whom it asks, by slug; null: everybody.
  organisation text,
  asked_at timestamptz NOT NULL,
  opened_at timestamptz,
  due_at timestamptz,
  CHECK ((opened_at IS NULL) = (due_at IS NULL))
)
--;
CREATE INDEX question_open ON question (campaign_id, opened_at, id) WHERE opened_at IS NOT NULL
--;
-- Addresses of whoever asked it, asks it too, or only follows it. Never shown.
CREATE TABLE question_follow (
  id text PRIMARY KEY,
  question_id text NOT NULL REFERENCES question (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('author', 'also', 'follower')),
  -- Null once it is forgotten; what is left is one who asks too.
  email text,
  language text NOT NULL CHECK (language IN ('fr', 'en')),
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz
)
--;
CREATE UNIQUE INDEX question_follow_email ON question_follow (question_id, lower(email))
--;
-- Critical posts. What they say of themselves is kept with their relay; nobody can delete one.
CREATE TABLE reservation (
  id text PRIMARY KEY,
  campaign_id text NOT NULL,
  relay_id text NOT NULL UNIQUE,
  submitted_at timestamptz NOT NULL,
  -- Set when a human vouches for a post that our reader found no link in.
  confirmed_at timestamptz,
  confirmed_by text,
  off_topic_at timestamptz,
  off_topic_by text,
  off_topic_reason text,
  CHECK ((off_topic_at IS NULL) = (off_topic_reason IS NULL))
)
--;
CREATE INDEX reservation_campaign ON reservation (campaign_id, submitted_at, id)
--;
CREATE OR REPLACE FUNCTION reservation_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a reservation is never deleted, only marked off topic';
END $$
--;
CREATE TRIGGER reservation_kept BEFORE DELETE OR TRUNCATE ON reservation
  FOR EACH STATEMENT EXECUTE FUNCTION reservation_kept()
--;
-- What organisations answer to a question or a reservation. A correction is a further answer.
CREATE TABLE dialogue_answer (
  id text PRIMARY KEY,
  campaign_id text NOT NULL,
  about text NOT NULL,
  organisation text NOT NULL,
  by_name text NOT NULL,
  account_id text,
  body text NOT NULL,
  at timestamptz NOT NULL
)
--;
CREATE INDEX dialogue_answer_about ON dialogue_answer (about, at, id)
--;
CREATE TRIGGER dialogue_answer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dialogue_answer
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
