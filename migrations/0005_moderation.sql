SELECT 1
--;
-- The console's lists and figures: relays by arrival, by where they stand, by site. What they count by is in the
-- indexes themselves.
CREATE INDEX relay_received ON relay (campaign_id, received_at) INCLUDE (state)
--;
CREATE INDEX relay_standing ON relay (campaign_id, state, via, reason)
--;
CREATE INDEX relay_by_site ON relay (campaign_id, site) INCLUDE (state)
--;
-- Credits of the last days; they come in the order of their time.
CREATE INDEX credit_at ON credit USING brin (at)
