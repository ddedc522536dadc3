package io.millrace.jobs.publish;

import java.util.Map;

/**
 * The files by which MLflow makes an environment to serve a model in. What the ONNX files need
 * (operator set 18, IR version 8) came with onnx 1.13 and ONNX Runtime 1.14; newer ones read them
 * too.
 */
final class PythonEnvironment {
  static final String CONDA_FILE = "conda.yaml";
  static final String VIRTUALENV_FILE = "python_env.yaml";
  static final String PYTHON = "3.11.9";
  static final String MLFLOW = "2.17.2";
  static final String ONNX = "1.16.2";

  private static final String REQUIREMENTS_FILE = "requirements.txt";
  private static final String[] REQUIREMENTS = {
    "mlflow>=" + MLFLOW + ",<4", "onnx>=" + ONNX + ",<2", "onnxruntime>=1.17,<2", "numpy<3"
  };

  private PythonEnvironment() {}

  /** Texts by the names of their files. */
  static Map<String, String> files() {
    String requirements = String.join("\n", REQUIREMENTS) + "\n";
    return Map.of(
        REQUIREMENTS_FILE,
        requirements,
        VIRTUALENV_FILE,
        """
        python: %s
        build_dependencies:
        - pip
        - setuptools
        - wheel
        dependencies:
        - -r %s
        """
            .formatted(PYTHON, REQUIREMENTS_FILE),
        CONDA_FILE,
        """
        name: mlflow-env
        channels:
        - conda-forge
        dependencies:
        - python=%s
        - pip
        - pip:
          - %s
        """
            .formatted(PYTHON, String.join("\n  - ", REQUIREMENTS)));
  }
}
