"""Breaking glass: a look at one party's plans that two people of two organisations allow, for a reason and a while."""
