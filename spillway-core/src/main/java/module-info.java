module dev.spillway.core {
  requires static transitive org.jspecify;

  exports dev.spillway;
  exports dev.spillway.circuit;
  exports dev.spillway.delivery;
  exports dev.spillway.limit;
  exports dev.spillway.pressure;
  exports dev.spillway.queue;
  exports dev.spillway.rate;
  exports dev.spillway.time;
}
