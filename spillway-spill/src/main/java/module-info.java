module dev.spillway.spill {
  requires transitive dev.spillway.core;
  requires com.github.luben.zstd_jni;
  requires static transitive org.jspecify;

  exports dev.spillway.spill;
}
