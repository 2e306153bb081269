-- What a post's author says of the campaign: by the link in the post, or here, having shown that the post is theirs.
ALTER TABLE relay ADD COLUMN stance text CHECK (stance IN ('for', 'mixed', 'against'))
--;
-- Said here: what the post's link says counts no longer.
ALTER TABLE relay ADD COLUMN stance_chosen boolean NOT NULL DEFAULT false
--;
-- Those that stand among the reservations.
CREATE INDEX relay_reserved ON relay (campaign_id) WHERE stance IN ('mixed', 'against')
